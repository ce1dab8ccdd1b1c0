-- Grain: one row a unit that figures, targets, tasks, notes, annual figures or other units refer to and that no active unit
-- file names; name: its last known name.
WITH referred AS (
    SELECT unit, '数据' AS what FROM latest_figure
    UNION SELECT unit, '年度目标' FROM latest_target
    UNION SELECT unit, '年度任务' FROM latest_task
    UNION SELECT unit, '情况说明' FROM latest_note
    UNION SELECT unit, '年度数' FROM latest_annual_figure
    UNION SELECT parent, '下级单位' FROM latest_unit_row
    UNION SELECT successor, '并入单位' FROM latest_unit_row
)
SELECT
    referred.unit, (SELECT arg_max(name, load) FROM unit WHERE unit.unit = referred.unit) AS name,
    string_agg(referred.what, '、' ORDER BY referred.what) AS what
FROM referred
WHERE referred.unit IS NOT NULL AND referred.unit NOT IN (SELECT unit FROM latest_unit_row)
    AND referred.unit IN (SELECT unit FROM unit)
GROUP BY referred.unit
ORDER BY referred.unit;
