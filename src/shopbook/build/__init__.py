"""Everything made from the declarations: templates and reference pages."""
