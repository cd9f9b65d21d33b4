import { z } from 'zod';

export const domainParams = z.object({
  domain: z.string().describe('A domain that you have analysed: a registrable domain or a host under it.'),
});

export const idParams = z.object({ id: z.uuid() });
