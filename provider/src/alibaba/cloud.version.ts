/**
 * The release of Pulumi's package for Alibaba Cloud that types and tests go by, and whose plugin the engine fetches once a resource of
 * the cloud is used. A constant, for of the package nothing else is needed: without it, programs on other clouds fetch neither
 * package nor plugin.
 */
export const alicloudVersion = "3.108.0";
