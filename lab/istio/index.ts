export { istioDown, istioUp, type LabIstio } from "./install";
export { ISTIO_NAMESPACE, type IstioOptions } from "./values";
export { istioCharts, type LabIstioCharts } from "./charts";
