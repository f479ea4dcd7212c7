import { text } from "../../problems";
import { oneOf, written, type SettingsMap } from "./setting";

/** How much a program logs. */
export const LogLevel = {
  Debug: "debug",
  Info: "info",
  Warn: "warn",
  Error: "error",
  Dpanic: "dpanic",
  Panic: "panic",
  Fatal: "fatal",
} as const;
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];

/** What Knative's programs log: ConfigMap `config-logging`, with upstream's names in camel case. */
export interface LoggingSettingsArgs {
  /** Settings of the zap logger of all programs, as JSON. Default: upstream's, JSON lines from "info" on. */
  zapLoggerConfig?: string;
  /** Level of the controller. Default: "info". */
  loglevelController?: LogLevel;
  /** Level of the autoscaler. Default: "info". */
  loglevelAutoscaler?: LogLevel;
  /** Level of the HPA autoscaler. Default: "info". */
  loglevelHpaautoscaler?: LogLevel;
  /** Level of the activator. Default: "info". */
  loglevelActivator?: LogLevel;
  /** Level of the webhook. Default: "info". */
  loglevelWebhook?: LogLevel;
  /** Level of the queue-proxy beside every pod. Default: "info". */
  loglevelQueueproxy?: LogLevel;
  /** Level of Kourier's controller. Default: "info". */
  loglevelNetKourierController?: LogLevel;
}

const level = oneOf(LogLevel);
const json = text("KN1006", "must be JSON", (value) => isJson(value));

function isJson(value: string): boolean {
  try {
    return typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
}

// Keys: knative/pkg logging/config.go.
export const logging: SettingsMap = {
  configMap: "config-logging",
  property: "logging",
  settings: {
    "zap-logger-config": written(json, String),
    "loglevel.controller": level,
    "loglevel.autoscaler": level,
    "loglevel.hpaautoscaler": level,
    "loglevel.activator": level,
    "loglevel.webhook": level,
    "loglevel.queueproxy": level,
    "loglevel.net-kourier-controller": level,
  },
};
