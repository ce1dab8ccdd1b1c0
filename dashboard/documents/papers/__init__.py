"""Papers for print: the yearly report and the monthly bulletin, in the layout of official documents."""
