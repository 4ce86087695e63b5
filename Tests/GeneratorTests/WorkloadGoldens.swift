import Testing

/// What one workload has. Each golden is the object without its metadata.
struct WorkloadGoldens {
    @Test func `a pod gets no token for the cluster`() {
        expectGolden(
            "ServiceAccount", "runner", in: "workers",
            """
            automountServiceAccountToken: false

            """)
    }

    @Test func `every edge is variables with the name of its target`() {
        expectGolden(
            "ConfigMap", "content", in: "services",
            """
            data:
              PORT: "9000"
              LOG_LEVEL: debug
              DRAIN_SECONDS: "30"
              OAUTH_ISSUER: https://api.shop.example
              CACHE_HOST: cache.example
              CACHE_PORT: "6379"
              CACHE_TLS: "true"
              CONTENT_DB_HOST: content-db.example
              CONTENT_DB_PORT: "27017"
              CONTENT_DB_TLS: "true"
              CONTENT_DB_DATABASE: content
              JOBS_STREAM: shop:jobs
              ADS_MCP_URL: http://ads-mcp.agents.svc.cluster.local/mcp
              OPENAI_URL: https://api.openai.com

            """)
    }

    @Test func `a store gives each caller a user of its own, and one that only reads a lesser one`() {
        expectGolden(
            "ExternalSecret", "content-content-db", in: "services",
            """
            spec:
              refreshInterval: 1h
              secretStoreRef:
                name: vault
                kind: SecretStore
              target:
                name: content-content-db
                creationPolicy: Owner
              data:
              - secretKey: username
                remoteRef:
                  key: shop/production/content-db/content-readonly
                  property: username
              - secretKey: password
                remoteRef:
                  key: shop/production/content-db/content-readonly
                  property: password

            """)
    }

    @Test func `a vendor gives a token`() {
        expectGolden(
            "ExternalSecret", "content-openai", in: "services",
            """
            spec:
              refreshInterval: 1h
              secretStoreRef:
                name: vault
                kind: SecretStore
              target:
                name: content-openai
                creationPolicy: Owner
              data:
              - secretKey: token
                remoteRef:
                  key: shop/production/openai-key

            """)
    }

    @Test func `a deployment is admitted by the restricted standard and leaves its number to an autoscaler`() {
        expectGolden(
            "Deployment", "runner", in: "workers",
            """
            spec:
              revisionHistoryLimit: 3
              selector:
                matchLabels:
                  app.kubernetes.io/name: runner
              strategy:
                type: RollingUpdate
                rollingUpdate:
                  maxUnavailable: 0
                  maxSurge: 25%
              template:
                metadata:
                  labels:
                    app.kubernetes.io/name: runner
                    app.kubernetes.io/instance: runner
                    app.kubernetes.io/part-of: shop
                    app.kubernetes.io/component: worker
                    app.kubernetes.io/managed-by: orrery
                  annotations:
                    orrery.dev/configuration: f4451e1162581fcb
                spec:
                  serviceAccountName: runner
                  automountServiceAccountToken: false
                  enableServiceLinks: false
                  restartPolicy: Always
                  terminationGracePeriodSeconds: 35
                  priorityClassName: shop-worker
                  dnsConfig:
                    options:
                    - name: ndots
                      value: "2"
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 10001
                    runAsGroup: 10001
                    fsGroup: 10001
                    fsGroupChangePolicy: OnRootMismatch
                    supplementalGroupsPolicy: Strict
                    seccompProfile:
                      type: RuntimeDefault
                  affinity:
                    podAntiAffinity:
                      preferredDuringSchedulingIgnoredDuringExecution:
                      - weight: 100
                        podAffinityTerm:
                          topologyKey: kubernetes.io/hostname
                          labelSelector:
                            matchLabels:
                              app.kubernetes.io/name: runner
                  topologySpreadConstraints:
                  - maxSkew: 1
                    topologyKey: topology.kubernetes.io/zone
                    whenUnsatisfiable: ScheduleAnyway
                    labelSelector:
                      matchLabels:
                        app.kubernetes.io/name: runner
                    matchLabelKeys:
                    - pod-template-hash
                  containers:
                  - name: runner
                    image: registry.example/shop/runner:1.4.0
                    imagePullPolicy: Always
                    ports:
                    - name: http
                      containerPort: 8080
                    envFrom:
                    - configMapRef:
                        name: runner
                    resources:
                      requests:
                        cpu: 100m
                        memory: 128Mi
                        ephemeral-storage: 64Mi
                      limits:
                        cpu: 500m
                        memory: 256Mi
                        ephemeral-storage: 256Mi
                    startupProbe:
                      httpGet:
                        path: /livez
                        port: http
                      periodSeconds: 2
                      timeoutSeconds: 2
                      failureThreshold: 30
                    readinessProbe:
                      httpGet:
                        path: /readyz
                        port: http
                      periodSeconds: 5
                      timeoutSeconds: 2
                      failureThreshold: 3
                    livenessProbe:
                      httpGet:
                        path: /livez
                        port: http
                      periodSeconds: 10
                      timeoutSeconds: 2
                      failureThreshold: 3
                    securityContext:
                      allowPrivilegeEscalation: false
                      privileged: false
                      readOnlyRootFilesystem: true
                      runAsNonRoot: true
                      runAsUser: 10001
                      runAsGroup: 10001
                      capabilities:
                        drop:
                        - ALL
                      seccompProfile:
                        type: RuntimeDefault
                    volumeMounts:
                    - name: tmp
                      mountPath: /tmp
                    - name: secret-cache
                      mountPath: /var/run/secrets/cache
                      readOnly: true
                  volumes:
                  - name: tmp
                    emptyDir:
                      sizeLimit: 64Mi
                  - name: secret-cache
                    secret:
                      secretName: runner-cache
                      defaultMode: 288

            """)
    }

    @Test func `a service has port 80 and names the pods' port`() {
        expectGolden(
            "Service", "content", in: "services",
            """
            spec:
              type: ClusterIP
              trafficDistribution: PreferSameZone
              selector:
                app.kubernetes.io/name: content
              ports:
              - name: http
                port: 80
                targetPort: http
                appProtocol: http

            """)
    }

    @Test func `a policy to a store names its subnet and port`() {
        expectGolden(
            "NetworkPolicy", "content-to-cache", in: "services",
            """
            spec:
              podSelector:
                matchLabels:
                  app.kubernetes.io/name: content
              policyTypes:
              - Egress
              egress:
              - to:
                - ipBlock:
                    cidr: 10.20.3.0/24
                ports:
                - protocol: TCP
                  port: 6379

            """)
    }

    @Test func `a policy to a workload names namespace and pods in one peer, and the pods' own port`() {
        expectGolden(
            "NetworkPolicy", "content-to-ads-mcp", in: "services",
            """
            spec:
              podSelector:
                matchLabels:
                  app.kubernetes.io/name: content
              policyTypes:
              - Egress
              egress:
              - to:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: agents
                  podSelector:
                    matchLabels:
                      app.kubernetes.io/name: ads-mcp
                ports:
                - protocol: TCP
                  port: 8080

            """)
    }

    @Test func `the callee lets its caller in`() {
        expectGolden(
            "NetworkPolicy", "ads-mcp-from-content", in: "agents",
            """
            spec:
              podSelector:
                matchLabels:
                  app.kubernetes.io/name: ads-mcp
              policyTypes:
              - Ingress
              ingress:
              - from:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: services
                  podSelector:
                    matchLabels:
                      app.kubernetes.io/name: content
                ports:
                - protocol: TCP
                  port: 8080

            """)
    }

    @Test func `a routed workload lets the gateway in`() {
        expectGolden(
            "NetworkPolicy", "content-from-gateway", in: "services",
            """
            spec:
              podSelector:
                matchLabels:
                  app.kubernetes.io/name: content
              policyTypes:
              - Ingress
              ingress:
              - from:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: services
                  podSelector:
                    matchLabels:
                      gateway.envoyproxy.io/owning-gateway-name: gateway
                ports:
                - protocol: TCP
                  port: 9000

            """)
    }

    @Test func `a policy to a vendor names its host`() {
        expectGolden(
            "ApplicationNetworkPolicy", "content-to-openai", in: "services",
            """
            spec:
              podSelector:
                matchLabels:
                  app.kubernetes.io/name: content
              policyTypes:
              - Egress
              egress:
              - to:
                - domainNames:
                  - api.openai.com
                ports:
                - protocol: TCP
                  port: 443

            """)
    }

    @Test func `a service is scaled by the load of its container`() {
        expectGolden(
            "HorizontalPodAutoscaler", "content", in: "services",
            """
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: content
              minReplicas: 2
              maxReplicas: 12
              metrics:
              - type: ContainerResource
                containerResource:
                  name: cpu
                  container: content
                  target:
                    type: Utilization
                    averageUtilization: 70
              behavior:
                scaleUp:
                  stabilizationWindowSeconds: 0
                  policies:
                  - type: Percent
                    value: 100
                    periodSeconds: 30
                scaleDown:
                  stabilizationWindowSeconds: 300
                  policies:
                  - type: Percent
                    value: 25
                    periodSeconds: 60

            """)
    }

    @Test func `a worker is scaled by the jobs that wait`() {
        expectGolden(
            "ScaledObject", "runner", in: "workers",
            """
            spec:
              scaleTargetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: runner
              pollingInterval: 15
              minReplicaCount: 1
              maxReplicaCount: 20
              fallback:
                failureThreshold: 3
                replicas: 1
                behavior: currentReplicasIfHigher
              triggers:
              - type: redis-streams
                metadata:
                  address: cache.example:6379
                  stream: shop:jobs
                  consumerGroup: runner
                  lagCount: "50"
                  enableTLS: "true"
                authenticationRef:
                  name: runner-cache

            """)
    }

    @Test func `the scaler logs in as the worker does`() {
        expectGolden(
            "TriggerAuthentication", "runner-cache", in: "workers",
            """
            spec:
              secretTargetRef:
              - parameter: username
                name: runner-cache
                key: username
              - parameter: password
                name: runner-cache
                key: password

            """)
    }

    @Test func `maintenance takes one pod at a time`() {
        expectGolden(
            "PodDisruptionBudget", "content", in: "services",
            """
            spec:
              maxUnavailable: 1
              unhealthyPodEvictionPolicy: AlwaysAllow
              selector:
                matchLabels:
                  app.kubernetes.io/name: content

            """)
    }
}
