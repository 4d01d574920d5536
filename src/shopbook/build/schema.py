"""The JSON schema of each sheet's rows, for programs that make or read them."""

import json
from collections.abc import Mapping

from shopbook.build.markdown import both
from shopbook.sheet.columns import Column, Sheet

Schema = dict[str, object]


def schema_text(sheet: Sheet) -> str:
    """The schema as a file: a choice is its code, titles and descriptions are in both languages."""
    schema = sheet.row.model_json_schema()
    schema["properties"] = {name: _property(column, schema["properties"][name]) for name, column in sheet.by_field.items()}
    schema["title"] = both(sheet.label)
    schema["description"] = both(sheet.help)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _property(column: Column, plain: Mapping[str, object]) -> Schema:
    """What pydantic says of the type, under the column's own title, its kind and its words."""
    told: Schema = {"title": both(column.label), "kind": column.kind.value}
    if column.notes.help:
        told["description"] = both(column.notes.help)
    if column.notes.options:
        told["enum"] = [option.code for option in column.notes.options] + ([] if column.is_required else [None])
    return {**{name: value for name, value in plain.items() if name not in ("title", "description")}, **told}
