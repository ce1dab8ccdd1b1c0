-- Grain: month × unit × dataset that is owed for the month; the rule is in reporting_duty.sql.
SELECT month, unit, dataset FROM reporting_duty AS owed ORDER BY month, unit, dataset;
