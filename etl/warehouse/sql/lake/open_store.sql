-- Opens the store that the lake's data are in. The words in braces are filled in by etl/warehouse/lake/engine.py.
CREATE SECRET lake_store (
    TYPE s3,
    KEY_ID '{key}',
    SECRET '{secret}',
    REGION '{region}',
    ENDPOINT '{endpoint}',
    URL_STYLE '{url_style}',
    USE_SSL {with_tls},
    SCOPE '{data_path}'
);
