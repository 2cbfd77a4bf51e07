"""Reports: a result, seen by somebody. Each view turns a Result into a Tableau; one file each. They are imported from
their files: a run needs one of them."""
