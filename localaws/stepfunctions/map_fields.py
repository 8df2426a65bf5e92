"""The fields of a Map state, in either query language."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

from dataclasses import dataclass
from typing import Any

from ministack.services import stepfunctions

Fields = dict[str, Any]


@dataclass(frozen=True)
class MapFields:
    """A Map state with the data that its expressions and paths refer to.

    Args:
        state: The state as defined.
        raw_input: What the state received.
        effective: The same after `InputPath`, which JSONPath refers to.
        context: The context object, with the variables.
    """

    state: Fields
    raw_input: Any
    effective: Any
    context: Fields

    @property
    def jsonata(self) -> bool:
        """Return whether the state is written in JSONata."""
        language: str = stepfunctions._state_query_language(self.state, self.context)
        return language == "JSONata"

    def number(self, name: str, part: Fields | None = None) -> float | None:
        """Return a field that may be a number, an expression or, as `...Path`, a path.

        Args:
            name: The field.
            part: What holds the field, if not the state.

        Raises:
            stepfunctions._ExecutionError: It is no number, or below zero.
        """
        part = self.state if part is None else part
        value: Any = part.get(name)
        if isinstance(value, str) and self.jsonata:
            value = stepfunctions._jsonata_state_field(
                part, name, "number", self.raw_input, self.context
            )
        elif f"{name}Path" in part:
            value = stepfunctions._resolve_path_or_ctx(
                part[f"{name}Path"], self.effective, self.context
            )
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise stepfunctions._ExecutionError(
                "States.Runtime", f"{name} must be a number from 0 on, but was: {value!r}"
            )
        return value

    def arguments(self, part: Fields) -> Fields:
        """Return the `Arguments` or `Parameters` of an item reader or result writer."""
        if self.jsonata:
            evaluated: Fields = self._template(part.get("Arguments", {}), self.context)
            return evaluated
        found: Fields = stepfunctions._resolve_params_obj(
            part.get("Parameters", {}), self.effective, self.context
        )
        return found

    def items(self) -> list[Any]:
        """Return the items that are part of the state's input."""
        if self.jsonata and "Items" in self.state:
            items = stepfunctions._jsonata_state_field(
                self.state, "Items", "array", self.raw_input, self.context
            )
        else:
            path = self.state.get("ItemsPath", "$")
            items = stepfunctions._resolve_path_or_ctx(path, self.effective, self.context)
        return items if isinstance(items, list) else [items]

    def item_input(self, index: int, item: Any) -> Any:  # noqa: ANN401
        """Return the input of the child that an item is for."""
        selector = self.state.get("ItemSelector") or self.state.get("Parameters")
        if not selector:
            return item
        context = {**self.context, "Map": {"Item": {"Index": index, "Value": item}}}
        if self.jsonata:
            return self._template(selector, context)
        return stepfunctions._resolve_params_obj(selector, self.effective, context)

    def output(self, result: Any) -> Any:  # noqa: ANN401
        """Return the state's output for its result, and assign its variables."""
        if self.jsonata:
            output = stepfunctions._apply_jsonata_output(
                self.state, self.raw_input, self.context, result=result, default=result
            )
            stepfunctions._apply_state_assign(
                self.state, self.raw_input, self.context, result=result
            )
            return output
        selected = stepfunctions._apply_result_selector(self.state, result)
        placed = stepfunctions._apply_result_path(self.state, self.raw_input, selected)
        return stepfunctions._apply_output_path(self.state, placed, self.context)

    def _template(self, template: Any, context: Fields) -> Any:  # noqa: ANN401
        """Return a template with its JSONata expressions evaluated."""
        return stepfunctions._apply_jsonata_template(template, self.raw_input, context)
