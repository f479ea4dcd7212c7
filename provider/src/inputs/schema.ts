/** The part of a schema's property that tells where values may be Outputs. */
export interface SchemaProperty {
  readonly type?: string;
  /** Whether the value itself must be there when the component is made; what it holds may still be an Output. */
  readonly plain?: boolean;
  readonly $ref?: string;
  readonly items?: SchemaProperty;
  readonly additionalProperties?: SchemaProperty;
  readonly properties?: SchemaProperties;
  readonly secret?: boolean;
}

export type SchemaProperties = Readonly<Record<string, SchemaProperty>>;

export interface SchemaResource {
  readonly properties?: SchemaProperties;
  readonly inputProperties?: SchemaProperties;
}

/** The part of schema.json that the host reads. */
export interface Schema {
  readonly version: string;
  readonly resources: Readonly<Record<string, SchemaResource>>;
  readonly types: Readonly<Record<string, { readonly properties?: SchemaProperties }>>;
}
