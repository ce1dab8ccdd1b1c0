-- Grain: one row: whether a unit without named reports sent one of $datasets for the month before $month and none for
-- $month. Then it owes it (reporting_duty.sql), and nothing else need be asked.
SELECT EXISTS (
    SELECT 1
    FROM report_set AS before
    JOIN current_unit
        ON current_unit.unit = before.unit AND len(coalesce(current_unit.reports, CAST([] AS VARCHAR[]))) = 0
            AND $month BETWEEN coalesce(current_unit.start_month, $month) AND coalesce(current_unit.end_month, $month)
    ANTI JOIN (SELECT unit, dataset FROM report_set WHERE month = $month) AS sent
        ON sent.unit = before.unit AND sent.dataset = before.dataset
    WHERE before.month = $month_before AND before.dataset IN (SELECT unnest($datasets))
) AS someone_owes;
