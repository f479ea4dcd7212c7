import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A resource as the engine was asked to register it: also what Pulumi's own mocks leave out. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parent: string;
  readonly provider: string;
  /** Names of the resources that it depends on. */
  readonly dependencies: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly deletedWith: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly secretOutputs: readonly string[];
  readonly version: string;
  readonly replaceOnChanges: readonly string[];
  /** How long its deletion may take; empty for what its provider has. */
  readonly deleteTimeout: string;
  readonly createTimeout: string;
  /** Names of the hooks that the engine calls before it updates the resource. */
  readonly beforeUpdate: readonly string[];
}

type State = Record<string, unknown>;

/** What the cluster would answer: the state of a resource, given its inputs. Undefined properties stay unknown in a preview. */
export type Respond = (type: string, name: string, inputs: State) => State;

export interface RecordOptions {
  readonly preview?: boolean;
  /** Whether nothing is there yet, so that a preview knows no ids. Default: false. */
  readonly isNew?: boolean;
  readonly respond?: Respond;
  /** The answer to a function of a provider. Default: what it was asked. */
  readonly answer?: (token: string, inputs: State) => State;
}

export interface Recording<T> {
  readonly result: T;
  readonly registrations: readonly Registration[];
}

class Recorder extends MockMonitor {
  readonly registrations: Registration[] = [];

  override async registerResource(
    ...[req, callback]: Parameters<MockMonitor["registerResource"]>
  ): Promise<void> {
    const request = req as RegisterResourceRequest;
    const urn = urnOf(request.getParent(), request.getType(), request.getName());
    if (this.registrations.some((earlier) => earlier.urn === urn)) {
      callback(new Error(`duplicate resource ${urn}`), undefined);
      return;
    }
    this.registrations.push({
      urn,
      type: request.getType(),
      name: request.getName(),
      inputs: inputsOf(request),
      parent: nameOf(request.getParent()),
      provider: request.getProvider(),
      dependencies: request.getDependenciesList().map(nameOf),
      ignoreChanges: request.getIgnorechangesList(),
      deletedWith: nameOf(request.getDeletedwith()),
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      deleteBeforeReplace: request.getDeletebeforereplace(),
      secretOutputs: request.getAdditionalsecretoutputsList(),
      version: request.getVersion(),
      replaceOnChanges: request.getReplaceonchangesList(),
      deleteTimeout: request.getCustomtimeouts()?.getDelete() ?? "",
      createTimeout: request.getCustomtimeouts()?.getCreate() ?? "",
      beforeUpdate: request.getHooks()?.getBeforeUpdateList() ?? [],
    });
    await super.registerResource(req, callback);
  }

  /** The engine would call hooks back; nothing is updated here. */
  registerResourceHook(_request: unknown, callback: (error: null, response: undefined) => void): void {
    callback(null, undefined);
  }
}

function inputsOf(request: RegisterResourceRequest): State {
  const object = request.getObject();
  return object === undefined ? {} : pulumi.runtime.deserializeProperties(object);
}

/** As the engine makes it: resources of one type and name are told apart by the types of what they stand under. */
function urnOf(parent: string, type: string, name: string): string {
  const [, , above = ""] = parent.split("::");
  const parents = above === "" || above === "pulumi:pulumi:Stack" ? "" : `${above}$`;
  return `urn:pulumi:stack::project::${parents}${type}::${name}`;
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

/** Names of all resources that must be there before one is made. */
export function neededBy({ registrations }: Recording<unknown>, name: string): ReadonlySet<string> {
  const byName = new Map(registrations.map((one) => [one.name, one.dependencies]));
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const dependency of byName.get(one) ?? []) {
      if (!found.has(dependency)) {
        found.add(dependency);
        visit(dependency);
      }
    }
  };
  visit(name);
  return found;
}

/** Runs a program against a recorder instead of the engine, until every resource is registered. */
export async function record<T>(
  program: () => T,
  {
    preview = false,
    isNew = false,
    respond = (_, __, inputs) => inputs,
    answer = (_, inputs) => inputs,
  }: RecordOptions = {},
): Promise<Recording<T>> {
  const recorder = new Recorder({
    newResource: ({ type, name, inputs }) => ({
      id: isNew ? "" : `${name}-id`,
      state: respond(type, name, inputs as State),
    }),
    call: ({ token, inputs }) => answer(token, inputs as State),
  });
  // Pulumi's mocks know but one type above a resource.
  Object.defineProperty(recorder, "newUrn", { value: urnOf });
  pulumi.runtime.setMockOptions(recorder, "project", "stack", preview);
  // What `setMocks` says of its own monitor, which is the one that the recorder extends.
  Object.assign((state as unknown as { getStore(): object }).getStore(), {
    supportsSecrets: true,
    supportsResourceReferences: true,
    supportsDeletedWith: true,
    supportsAliasSpecs: true,
    supportsParameterization: true,
    supportsResourceHooks: true,
  });
  const result = program();
  await settle(recorder);
  return { result, registrations: recorder.registrations };
}

/** What Pulumi's own test framework waits with; not declared in its types. */
const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs: () => Promise<void> };

/** Registrations follow each other through promises: all is done once a round brought no more. */
async function settle(recorder: Recorder): Promise<void> {
  for (let before = -1; before < recorder.registrations.length;) {
    before = recorder.registrations.length;
    await waitForRPCs();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The value of an Output, or undefined while it is unknown. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  return (output as unknown as { promise(): Promise<T | undefined> }).promise();
}
