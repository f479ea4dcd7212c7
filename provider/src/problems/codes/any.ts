import type { ProblemKind } from "./kind";

/** Problems of any property. */
export const anyProblems = {
  KN1001: {
    title: "unknown property",
    help: "The property is not one of this component's. The message lists the nearest known name; remove the property or correct its spelling.",
  },
  KN1002: {
    title: "wrong type",
    help: "The value has another type than the property takes, often a quoted number or a single value where a list is expected.",
  },
  KN1003: {
    title: "value not allowed",
    help: "The property takes one of a fixed set of values; the message lists them.",
  },
  KN1004: { title: "out of range", help: "The number is outside the bounds that the message gives." },
  KN1005: {
    title: "required property missing",
    help: "Add the property; the component can't choose a value for it.",
  },
  KN1006: { title: "wrong format", help: "The text doesn't have the form that the message describes." },
  KN1007: {
    title: "duplicate name",
    help: "Two entries of a list carry the same name; names are identities, so each must be its own.",
  },
  KN1008: {
    title: "properties exclude each other",
    help: "Only one of the properties that the message names can be set.",
  },
  KN1009: {
    title: "value must be known",
    help: "The property decides which resources there are, so its value can't come from a resource that has yet to be made, and can't be secret as a whole.",
  },
  KN1012: {
    title: "label or annotation not possible",
    help: "Kubernetes takes keys of labels and annotations, and values of labels, in one form only; the message tells it.",
  },
} as const satisfies Record<string, ProblemKind>;
