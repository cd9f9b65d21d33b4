import { defineCheck, fail, notApplicable, part, pass } from '../check.ts';
import { httpResponse } from '../probes/http-response.ts';
import { directoryListing as listingOf } from '../protocols/page-marks.ts';
import { pageResponse } from '../protocols/page-response.ts';
import { serviceKey } from '../protocols/service-name.ts';

export const directoryListing = defineCheck({
  id: 'directory-listing',
  title: 'The server shows pages, not lists of files',
  category: 'web',
  appliesTo: 'FQDN',
  references: ['https://cwe.mitre.org/data/definitions/548.html'],
  needs: { page: part(httpResponse, pageResponse) },
  findings: {
    listing: {
      severity: 'low',
      title: 'The server lists the files of a directory',
      remediation:
        'Switch the listing off: `autoindex off;` in nginx, `Options -Indexes` in Apache, `<directoryBrowse enabled="false" />` in IIS; or put an index page there. A CDN in front of a storage bucket needs the right to read objects, not to list them.',
    },
  },
  evaluate({ page }) {
    if (page === null) return notApplicable;
    const server = listingOf(page.body);
    if (server === null) return pass;
    const affects = [serviceKey(page.address, page.port)];
    return fail('listing', { url: page.url, 'looks like': server }, { affects });
  },
});
