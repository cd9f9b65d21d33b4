import { inCategory } from '../signature.ts';

/** Dashboards, workflows and notebooks over data. */
export const dataTools = inCategory('admin-panel', [
  {
    name: 'Apache Airflow',
    vendor: 'Apache',
    cpe: 'a:apache:airflow',
    implies: ['Python'],
    title: ['^airflow$', '- airflow$'],
    sample: '<title>Sign In - Airflow</title>',
  },
  {
    name: 'Apache Superset',
    vendor: 'Apache',
    cpe: 'a:apache:superset',
    implies: ['Python'],
    title: '^superset$',
    urls: '/static/assets/images/superset-logo',
    sample: '<title>Superset</title>',
  },
  {
    name: 'Metabase',
    vendor: 'Metabase',
    cpe: 'a:metabase:metabase',
    implies: ['Java'],
    cookies: ['metabase.device', 'metabase.session'],
    title: '^metabase$',
    sample: 'Set-Cookie: metabase.DEVICE=a1;HttpOnly;Path=/',
  },
  {
    name: 'Tableau Server',
    vendor: 'Salesforce',
    cpe: 'a:tableau:tableau_server',
    headers: { server: '^tableau{/}', 'x-tableau': '^tableau server' },
    sample: 'X-Tableau: Tableau Server',
  },
  {
    name: 'MLflow',
    vendor: 'LF AI & Data',
    cpe: 'a:lfprojects:mlflow',
    implies: ['Python'],
    title: '^mlflow$',
    sample: '<title>MLflow</title>',
  },
  {
    name: 'n8n',
    vendor: 'n8n',
    cpe: 'a:n8n:n8n',
    implies: ['Node.js'],
    title: '^n8n.io - workflow automation',
    sample: '<title>n8n.io - Workflow Automation</title>',
  },
  {
    name: 'Node-RED',
    vendor: 'OpenJS Foundation',
    cpe: 'a:nodered:node-red',
    implies: ['Node.js'],
    title: '^node-red$',
    sample: '<title>Node-RED</title>',
  },
]);
