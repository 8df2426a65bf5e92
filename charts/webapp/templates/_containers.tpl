{{- define "webapp.app" -}}
name: app
image: {{ .Values.image | quote }}
{{- with .Values.command }}
command: {{ toJson . }}
{{- end }}
env:
  {{- range $name, $value := merge (dict) .Values.env (dict "HOME" "/tmp" "NUMBA_CACHE_DIR" "/tmp" "MPLCONFIGDIR" "/tmp") }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
ports:
  - name: app
    containerPort: {{ .Values.port }}
startupProbe:
  httpGet:
    path: {{ .Values.healthPath | quote }}
    port: app
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: {{ div (add .Values.startSeconds 9) 10 }}
# A program that computes answers no requests, and is not broken: only its port is tried.
readinessProbe:
  tcpSocket:
    port: app
livenessProbe:
  tcpSocket:
    port: app
  periodSeconds: 30
  failureThreshold: 4
resources:
  requests:
    cpu: {{ .Values.resources.cpu | quote }}
    memory: {{ .Values.resources.memory | quote }}
  limits:
    memory: {{ .Values.resources.memory | quote }}
securityContext:
  {{- include "webapp.security" . | nindent 2 }}
  readOnlyRootFilesystem: {{ .Values.readOnlyRootFilesystem }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- if .Values.data }}
  - name: data
    mountPath: /data
    readOnly: true
  {{- end }}
{{- end }}

{{- define "webapp.login" -}}
name: login
image: {{ .Values.login.image | quote }}
args:
  - --provider=oidc
  - --http-address=0.0.0.0:4180
  - --upstream=http://127.0.0.1:{{ .Values.port }}
  # Far longer than any computation that somebody waits for.
  - --upstream-timeout=3600s
  - --oidc-issuer-url={{ .Values.login.issuerUrl }}
  - --redirect-url={{ .Values.login.redirectUrl }}
  - --scope={{ join " " .Values.login.scopes }}
  - --code-challenge-method=S256
  - --insecure-oidc-skip-nonce=false
  - --oidc-groups-claim={{ .Values.login.groupsClaim }}
  {{- range .Values.login.groups }}
  - --allowed-group={{ . }}
  {{- end }}
  # Groups decide. The claim that names the person serves as mail address, which need not be one.
  - --email-domain=*
  - --oidc-email-claim={{ .Values.login.userClaim }}
  {{- if hasPrefix "https://" .Values.login.redirectUrl }}
  - --cookie-name=__Host-{{ .Release.Name }}
  - --cookie-secure=true
  {{- else }}
  - --cookie-name={{ .Release.Name }}
  - --cookie-secure=false
  {{- end }}
  - --cookie-samesite=lax
  - --cookie-expire=8h
  - --session-cookie-minimal=true
  - --pass-basic-auth=false
  - --skip-provider-button=true
  - --silence-ping-logging=true
env:
  - name: OAUTH2_PROXY_CLIENT_ID
    valueFrom: {secretKeyRef: {name: {{ .Values.login.clientSecret | quote }}, key: client_id}}
  - name: OAUTH2_PROXY_CLIENT_SECRET
    valueFrom: {secretKeyRef: {name: {{ .Values.login.clientSecret | quote }}, key: client_secret}}
  - name: OAUTH2_PROXY_COOKIE_SECRET
    valueFrom: {secretKeyRef: {name: {{ .Values.login.cookieSecret | quote }}, key: cookie_secret}}
ports:
  - name: login
    containerPort: 4180
readinessProbe:
  httpGet: {path: /ready, port: login}
livenessProbe:
  httpGet: {path: /ping, port: login}
resources:
  requests: {cpu: 20m, memory: 64Mi}
  limits: {memory: 128Mi}
securityContext:
  {{- include "webapp.security" . | nindent 2 }}
  readOnlyRootFilesystem: true
  runAsUser: 65532
{{- end }}

{{- define "webapp.fetch" -}}
{{- $source := printf "s3://%s/%s" .Values.data.s3.bucket .Values.data.s3.key -}}
name: fetch
image: {{ .Values.fetchImage | quote }}
{{- if hasSuffix "/" $source }}
args: [s3, sync, --only-show-errors, {{ $source | quote }}, /data]
{{- else }}
args: [s3, cp, --only-show-errors, {{ $source | quote }}, /data/]
{{- end }}
env:
  - {name: AWS_REGION, value: {{ required "region is needed to read from S3" .Values.region | quote }}}
  - {name: HOME, value: /tmp}
resources:
  requests: {cpu: 250m, memory: 512Mi, ephemeral-storage: {{ .Values.data.s3.size | quote }}}
  limits: {memory: 512Mi}
securityContext:
  {{- include "webapp.security" . | nindent 2 }}
  readOnlyRootFilesystem: true
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  - {name: data, mountPath: /data}
{{- end }}
