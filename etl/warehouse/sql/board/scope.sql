-- Grain: view unit × unit × months: the view's own unit and every unit below it, with the months in which it was below.
SELECT ancestor, unit, first_month, last_month FROM unit_scope WHERE ancestor IN (SELECT unnest($units));
