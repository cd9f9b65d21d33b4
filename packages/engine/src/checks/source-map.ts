import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { siteFiles } from '../probes/site-files.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const sourceMap = defineCheck({
  id: 'source-map',
  title: 'The sources of minified scripts are not published',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://tc39.es/ecma426/'],
  needs: {
    map: part(siteFiles, (files) => (files.state === 'present' ? files.sourceMap : null)),
  },
  findings: {
    exposed: {
      severity: 'info',
      title: 'The source map of a script is published, and with it the sources',
      remediation:
        'When the sources are not meant to be read, leave the maps out of what is put online (`sourcemap: "hidden"` in Vite, `devtool: "hidden-source-map"` in webpack), or refuse them: `location ~ \\.map$ { return 404; }` in nginx, `RedirectMatch 404 \\.map$` in Apache.',
    },
  },
  evaluate({ map }) {
    if (map === null) return notApplicable;
    if (map.state === 'absent') return pass;
    const affects = [serviceKey(map.address, map.port)];
    return fail('exposed', { url: map.url, status: map.status }, { affects });
  },
});
