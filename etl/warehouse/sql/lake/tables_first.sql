-- Names without a place mean the lake's tables first, then this program's views: statements are run so.
SET search_path = 'lake.main,memory.main';
