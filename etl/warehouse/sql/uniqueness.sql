-- Grain: one row per broken rule, with the number of keys that break it; empty if there are none.
-- The warehouse has no constraints (DuckLake has none), so every writing transaction runs this query before it commits.
-- A load of a large bureau asks only about the months that it touched (kept_sums.py): that nothing came twice into
-- others is known from their number.
SELECT rule, keys FROM (
    SELECT 'latest_value: series × month' AS rule, count(*) AS keys FROM (
        SELECT 1 FROM latest_value
        WHERE month BETWEEN coalesce(getvariable('first_checked'), DATE '0001-01-01')
            AND coalesce(getvariable('last_checked'), DATE '9999-12-01')
        GROUP BY series, month HAVING count(*) > 1)
    UNION ALL
    SELECT 'latest_value: as many as kept_digest counts', abs(kept - current) FROM (
        SELECT sum(figures) AS kept, (SELECT count(*) FROM latest_value) AS current FROM kept_digest)
    UNION ALL
    SELECT 'series: series', count(*) FROM (
        SELECT 1 FROM series GROUP BY series HAVING count(*) > 1)
    UNION ALL
    SELECT 'series: indicator × unit', count(*) FROM (
        SELECT 1 FROM series GROUP BY indicator, unit HAVING count(*) > 1)
    UNION ALL
    SELECT 'load_record: load', count(*) FROM (
        SELECT 1 FROM load_record GROUP BY load HAVING count(*) > 1)
    UNION ALL
    SELECT 'events: event', count(*) FROM (
        SELECT 1 FROM journal GROUP BY event HAVING count(*) > 1)
    UNION ALL
    SELECT 'person: change', count(*) FROM (
        SELECT 1 FROM person GROUP BY change HAVING count(*) > 1)
    UNION ALL
    SELECT 'newest load: series × month', count(*) FROM (
        SELECT 1 FROM loaded_value
        WHERE load = (SELECT max(load) FROM load_record)
            AND month BETWEEN coalesce(getvariable('first_checked'), DATE '0001-01-01')
                AND coalesce(getvariable('last_checked'), DATE '9999-12-01')
        GROUP BY series, month HAVING count(*) > 1)
    UNION ALL
    SELECT 'annual_figure: load × year × kpi × unit', count(*) FROM (
        SELECT 1 FROM annual_figure GROUP BY load, year, kpi, unit HAVING count(*) > 1)
)
WHERE keys > 0;
