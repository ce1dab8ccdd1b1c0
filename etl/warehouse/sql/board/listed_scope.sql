-- Grain: view unit × unit × months: the units that count for a view, as given.
SELECT
    unnest($ancestor) AS ancestor, unnest($unit) AS unit, unnest($first_month) AS first_month,
    unnest($last_month) AS last_month
