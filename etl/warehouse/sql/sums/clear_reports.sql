-- Removes the reports of the touched units in a span of months; add_reports.sql adds them as they are now.
DELETE FROM kept_report
WHERE month BETWEEN $first AND $last AND unit IN (SELECT unit FROM touched_unit);
