-- Grain: unit × dataset with figures for $month: when the first of them came, of active loads.
SELECT figure.unit, figure.dataset, min(load.loaded_at) AS arrived
FROM figure
JOIN load ON load.load = figure.load
WHERE figure.month = $month AND load.state = 'active' AND NOT figure.withdrawn
GROUP BY figure.unit, figure.dataset;
