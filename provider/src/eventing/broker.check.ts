import { z } from "zod";
import { checkWhole, didYouMean, leaf, namespaceName, under, type Problem } from "../problems";
import { deliveryShape, checkDelivery } from "./delivery.check";
import { eventObjectShape } from "./object.check";
import { eventName } from "./sink.check";
import { BrokerClass, type BrokerArgs } from "./broker.args";
import { checkKafkaBroker, kafkaBrokerShape } from "./kafka/kafkaBroker.check";

export const brokerShape = z.strictObject({
  ...eventObjectShape,
  brokerClass: z.string().min(1).optional(),
  configMap: z.strictObject({ name: leaf(eventName), namespace: namespaceName.optional() }).optional(),
  kafka: kafkaBrokerShape.optional(),
  delivery: deliveryShape.optional(),
}) satisfies z.ZodType<BrokerArgs>;

const classAnnotation = "eventing.knative.dev/broker.class";

/** Everything that can be said of a broker's inputs before anything is touched. */
export function checkBroker(args: BrokerArgs = {}): Problem[] {
  return checkWhole(brokerShape, args, (given) => {
    const { brokerClass, annotations, delivery } = given;
    return [
      ...checkClass(brokerClass),
      ...(annotations?.[classAnnotation] === undefined
        ? []
        : [
            {
              path: `annotations[${JSON.stringify(classAnnotation)}]`,
              code: "KN1008" as const,
              reason: "is what brokerClass sets; set that",
            },
          ]),
      ...checkKafkaBroker(given),
      ...under("delivery", checkDelivery(delivery)),
    ];
  });
}

/** A class that looks like a known one, and isn't: no controller would ever look at the broker. */
function checkClass(brokerClass: string | undefined): Problem[] {
  const known: readonly string[] = Object.values(BrokerClass);
  const near = brokerClass === undefined || known.includes(brokerClass) ? "" : didYouMean(brokerClass, known);
  const reason = `"${brokerClass}" is no class that a controller of Eventing's serves${near}; such a broker would never be ready`;
  return near === "" ? [] : [{ path: "brokerClass", code: "KN1003", reason }];
}
