/** Where resources of a kind name an image, besides in pod specs. */
export interface CrdPath {
  readonly kind: string;
  /** Keys from the resource on; sequences are entered by themselves, and `*` is every key. */
  readonly path: readonly string[];
}

const ARGO_TEMPLATE = ["container.image", "script.image", "sidecars.image"];
const TEKTON_TASK = ["steps.image", "sidecars.image", "stepTemplate.image"];

const PATHS: Readonly<Record<string, readonly string[]>> = {
  // Argo Workflows
  ...forKinds(["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"], argo("spec")),
  CronWorkflow: argo("spec.workflowSpec"),
  // Tekton
  ...forKinds(["Task", "ClusterTask"], under("spec", TEKTON_TASK)),
  TaskRun: under("spec.taskSpec", TEKTON_TASK),
  StepAction: ["spec.image"],
  Pipeline: tektonPipeline("spec"),
  PipelineRun: tektonPipeline("spec.pipelineSpec"),
  // Prometheus Operator
  ...forKinds(["Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"], ["spec.image"]),
  // OpenTelemetry Operator
  OpenTelemetryCollector: ["spec.image"],
  Instrumentation: ["spec.*.image"],
  // Elastic Cloud on Kubernetes
  ...forKinds(
    ["Elasticsearch", "Kibana", "ApmServer", "Beat", "Agent", "EnterpriseSearch", "Logstash"],
    ["spec.image"],
  ),
  // Databases, queues and jobs
  Cluster: ["spec.imageName"],
  postgresql: ["spec.dockerImage"],
  RabbitmqCluster: ["spec.image"],
  Kafka: ["spec.kafka.image", "spec.zookeeper.image", "spec.entityOperator.*.image"],
  KafkaConnect: ["spec.image"],
  FlinkDeployment: ["spec.image"],
  SparkApplication: ["spec.image", "spec.driver.image", "spec.executor.image"],
  ScheduledSparkApplication: under("spec.template", ["image", "driver.image", "executor.image"]),
  TestRun: ["spec.runner.image", "spec.starter.image", "spec.initializer.image"],
  // Actions Runner Controller
  ...forKinds(["RunnerDeployment", "RunnerSet"], ["spec.template.spec.image"]),
  Runner: ["spec.image"],
};

export const WELL_KNOWN_PATHS: readonly CrdPath[] = Object.entries(PATHS).flatMap(([kind, paths]) =>
  paths.map((path) => ({ kind, path: path.split(".") })),
);

/**
 * Reads `Kind:spec.path.to.image`; `[]` behind a key says that it is a sequence, and may be left out.
 *
 * @returns nothing when it is not written so
 */
export function parseCrdPath(text: string): CrdPath | undefined {
  const [, kind, path] =
    /^([A-Za-z]\w*):((?:[\w-]+|\*)(?:\[\])?(?:\.(?:[\w-]+|\*)(?:\[\])?)*)$/.exec(text) ?? [];
  if (kind === undefined || path === undefined) return undefined;
  return { kind, path: path.replaceAll("[]", "").split(".") };
}

function argo(spec: string): string[] {
  return under(spec, [
    ...under("templates", ARGO_TEMPLATE),
    ...under("templateDefaults", ARGO_TEMPLATE),
  ]);
}

function tektonPipeline(spec: string): string[] {
  return ["tasks", "finally"].flatMap((tasks) => under(`${spec}.${tasks}.taskSpec`, TEKTON_TASK));
}

function under(parent: string, paths: readonly string[]): string[] {
  return paths.map((path) => `${parent}.${path}`);
}

function forKinds(kinds: readonly string[], paths: readonly string[]) {
  return Object.fromEntries(kinds.map((kind) => [kind, paths]));
}
