-- Names without a place mean this program's views first, then the lake's tables: views.sql is run so.
SET search_path = 'memory.main,lake.main';
