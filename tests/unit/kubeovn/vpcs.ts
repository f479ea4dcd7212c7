import {
  AclAction,
  AclDirection,
  PolicyRouteAction,
  QosBinding,
  QosDirection,
  RouteBy,
  type VpcNetworkArgs,
} from "../../../provider/src/kubeovn/vpcNetwork.args";

/** Everything that a VPC can have. */
export const rich: VpcNetworkArgs = {
  name: "red",
  namespaces: ["red", "red-tools"],
  defaultSubnet: "red-apps",
  subnets: [
    {
      name: "red-apps",
      cidrBlock: "10.20.3.4/16,FD00:10:20::5/112",
      gateway: "10.20.0.9",
      excludeIps: ["10.20.0.20..10.20.0.40", "10.20.0.30..10.20.0.50", "10.20.0.2"],
      namespaces: ["red"],
      private: true,
      allowSubnets: ["10.30.0.1/16"],
      acls: [
        {
          direction: AclDirection.ToPod,
          priority: 1000,
          match: "tcp.dst == 80",
          action: AclAction.AllowRelated,
        },
      ],
      dhcp: { v4Options: "lease_time=3600", routerAdvertisements: true },
      mtu: 1400,
      vips: ["10.20.0.100"],
      enableEcmp: true,
    },
    { name: "red-second", cidrBlock: "10.21.0.0/24", attachment: {}, enableLb: false },
  ],
  staticRoutes: [{ cidr: "192.168.7.0/24", nextHopIp: "10.20.0.8", by: RouteBy.Source, routeTable: "lab" }],
  policyRoutes: [
    { priority: 0, match: "ip4.src == 10.20.0.0/16", action: PolicyRouteAction.Allow },
    { priority: 5, match: "ip4", action: PolicyRouteAction.Reroute, nextHopIps: ["10.20.0.8", "10.20.0.7"] },
  ],
  peerings: [
    {
      remoteVpc: "blue",
      localConnectIp: "169.254.0.1/30",
      remoteConnectIp: "169.254.0.2",
      remoteCidrs: ["10.30.0.0/16"],
    },
  ],
  natGateways: [
    {
      name: "red-out",
      subnet: "red-apps",
      lanIp: "10.20.0.254",
      addresses: [
        { name: "red-eip", qosPolicy: "slow" },
        { name: "red-web", v4ip: "203.0.113.7" },
      ],
      sourceNats: [{ name: "red-all", address: "red-eip", internalCidr: "10.20.0.0/16" }],
      portForwards: [{ name: "red-http", address: "red-eip", externalPort: 80, internalIp: "10.20.1.1" }],
      floatingIps: [{ name: "red-one", address: "red-web", internalIp: "10.20.1.2" }],
      nodeSelector: { "kubernetes.io/os": "linux" },
    },
  ],
  egressGateways: [
    {
      name: "red-egress",
      namespace: "red",
      replicas: 2,
      externalSubnet: "outside",
      policies: [{ subnets: ["red-apps"] }, { snat: false, ipBlocks: ["10.21.0.0/24"] }],
      bfd: true,
      nodeSelector: { egress: "yes" },
    },
  ],
  qosPolicies: [
    {
      name: "slow",
      binding: QosBinding.Address,
      rules: [{ name: "in", direction: QosDirection.In, rateMbps: 0.5, match: "src 10.0.0.0/8" }],
    },
  ],
  bfdIp: "10.255.255.255",
  loadBalancers: [
    {
      name: "red-lb",
      vip: "10.20.0.101",
      selector: { app: "web" },
      stickyClients: true,
      ports: [{ port: 80, targetPort: 8080 }, { port: 443 }],
    },
    {
      name: "red-lb2",
      vip: "10.20.0.102",
      endpoints: ["10.20.1.9"],
      namespace: "red-tools",
      ports: [{ port: 53 }],
    },
  ],
  dns: {},
};
