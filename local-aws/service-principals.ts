/**
 * Services that policies can name as principals, without `.amazonaws.com`. AWS publishes no complete
 * list: these are the ones that AWS managed policies pass roles to, and those of this server's services.
 */
const SERVICES = `
  access-analyzer access-grants.s3 acm aiops airflow airflow-serverless apidestinations.events apigateway
  application-autoscaling application-insights appmesh apprunner appstream appsync athena auditmanager
  autoscaling backup batch bedrock bedrock-agentcore braket budgets build.apprunner cloud9 cloudformation
  cloudfront cloudtrail cloudwatch codebuild codecatalyst codecatalyst-runner codecommit codedeploy
  codeguru-profiler codeguru-reviewer codepipeline codestar-notifications cognito-idp config
  config-conforms connect credentials.iot databrew datapipeline datasync datazone dax delivery.logs
  detective devops-guru diode.monitoring dlm dms ds dynamodb ec2 ec2.application-autoscaling
  ec2fastlaunch ec2fleet ec2scheduled ecr ecs ecs-tasks ecs.application-autoscaling edgelambda eks
  eks-connector eks-fargate eks-fargate-pods eks-nodegroup elasticache elasticbeanstalk elasticfilesystem
  elasticloadbalancing elasticmapreduce elastictranscoder email.cognito-idp emr-serverless events firehose
  fis fms forecast fsx globalaccelerator glue grafana greengrass guardduty health imagebuilder inspector
  inspector2 internetmonitor iot iotsitewise kafka kendra kinesis kms lakeformation lambda lex lexv2
  license-manager lightsail logger.cloudfront logs macie malware-protection.guardduty mediaconnect
  mediaconvert memorydb migrationhub monitoring mq network-firewall networkmanager omics
  opensearchservice ops.apigateway organizations osis personalize pipes pods.eks profile
  pullthroughcache.ecr qldb quicksight ram rds rds.application-autoscaling redshift redshift-serverless
  replication.dynamodb replication.ecr replicator.lambda resource-explorer-2 robomaker rolesanywhere
  route53 route53resolver s3 sagemaker scheduler schemas secretsmanager securityhub securitylake
  serverlessrepo servicecatalog servicequotas ses shield sms sns spot spotfleet sqs ssm sso states
  storage-lens.s3 streams.metrics.cloudwatch support synthetics tasks.apprunner transfer transitgateway
  vmie vpc-flow-logs vpc-lattice waf wafv2 workspaces xray
`
  .trim()
  .split(/\s+/);

/** Services of which each Region has a principal of its own as well: `logs.eu-west-1.amazonaws.com`. */
const REGIONAL = /^(codedeploy|logs|states)\.[a-z]{2}(-[a-z]+)+-\d$/;

/** Whether AWS is known to have a service principal, such as `pullthroughcache.ecr.amazonaws.com`. */
export function isServicePrincipal(name: string): boolean {
  const suffix = ".amazonaws.com";
  if (!name.endsWith(suffix)) return false;
  const service = name.slice(0, -suffix.length);
  return SERVICES.includes(service) || REGIONAL.test(service);
}
