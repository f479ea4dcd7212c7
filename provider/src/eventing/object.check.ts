import { z } from "zod";
import { leaf, namespaceName, whole } from "../problems";
import { eventName } from "./sink.check";

/** What every object of Eventing's can say of itself. */
export const eventObjectShape = {
  name: eventName.optional(),
  namespace: namespaceName.optional(),
  labels: z.record(z.string(), leaf(z.string())).optional(),
  annotations: z.record(z.string(), leaf(z.string())).optional(),
  readyTimeoutSeconds: whole(0, 3600).optional(),
};
