-- Grain: view unit × unit × months: the view's own unit and every one below it, with the months it was.
SELECT ancestor, unit, first_month, last_month FROM unit_scope WHERE ancestor IN (SELECT unnest($units));
