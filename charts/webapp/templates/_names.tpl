{{- define "webapp.selector" -}}
app.kubernetes.io/name: webapp
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "webapp.labels" -}}
{{ include "webapp.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "webapp.metadata" -}}
name: {{ .Release.Name }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "webapp.labels" . | nindent 2 }}
{{- end }}

{{- /* A volume never changes, so another place needs another volume, and another name. */ -}}
{{- define "webapp.volume" -}}
{{ .Release.Name }}-{{ printf "%s%s" .Values.data.efs.fileSystemId .Values.data.efs.path | sha256sum | trunc 8 }}
{{- end }}

{{- define "webapp.security" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
{{- end }}
