-- Temporary tables left_scope and joined_scope. Grain: as computed_scope, of the summed units before and after a change.
CREATE OR REPLACE TEMP TABLE after_scope AS
SELECT new_scope.* FROM new_scope SEMI JOIN new_summed ON new_summed.unit = new_scope.ancestor;

CREATE OR REPLACE TEMP TABLE left_scope AS SELECT * FROM counted_scope EXCEPT SELECT * FROM after_scope;

CREATE OR REPLACE TEMP TABLE joined_scope AS SELECT * FROM after_scope EXCEPT SELECT * FROM counted_scope;
