-- Grain: view unit × unit: the view's own unit and every one below it, each once.
SELECT ancestor, unit FROM unit_scope WHERE ancestor IN (SELECT unnest($units));
