"""Papers for print: the written report and the monthly bulletin, laid out as official documents."""
