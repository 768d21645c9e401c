import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A Deployment as charts render it, with a Service behind it. */
function manifest(index: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
  labels: {app.kubernetes.io/name: app-${index}}
spec:
  replicas: 2
  selector:
    matchLabels: {app.kubernetes.io/name: app-${index}}
  template:
    metadata:
      labels: {app.kubernetes.io/name: app-${index}}
    spec:
      initContainers:
        - name: wait
          image: busybox:1.36
          command: ["sh", "-c", "until nc -z db 5432; do sleep 1; done"]
      containers:
        - name: app
          image: "grafana/grafana:12.${index}"
          ports: [{name: http, containerPort: 8080}]
          env:
            - {name: LOG_LEVEL, value: info}
          readinessProbe:
            httpGet: {path: /healthz, port: http}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
        - name: proxy
          image: nginx:1.29 # the same everywhere
---
apiVersion: v1
kind: Service
metadata:
  name: app-${index}
spec:
  selector: {app.kubernetes.io/name: app-${index}}
  ports: [{name: http, port: 80, targetPort: http}]
`;
}

/** A folder with as many manifests as asked for, each in a file. */
export function manifestsIn(folder: string, count: number): string {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    writeFileSync(join(folder, `app-${index}.yaml`), manifest(index));
  }
  return folder;
}
