import { z } from 'zod';

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

/** How sources are asked, and what is kept of what they tell. */
export const SOURCE_SETTINGS = {
  secretKeys: {
    name: 'CYBORUX_SECRET_KEYS',
    schema: z
      .string()
      .transform((text) => text.split(',').map((each) => each.trim()))
      .pipe(z.array(z.string().min(32).max(1024)).min(1))
      .optional(),
    expects: 'a list of secrets of at least 32 characters each, as `openssl rand -base64 32` makes them',
    default:
      'one that is made at the first start and kept in CYBORUX_HOME; with DATABASE_URL: none, and keys of sources cannot be kept',
    description:
      'Secrets that encrypt the keys of sources, parted by commas: the first encrypts, all of them decrypt. The same for all processes.',
    isSecret: true,
  },
  sourceCacheHours: {
    name: 'CYBORUX_SOURCE_CACHE_HOURS',
    schema: wholeNumber(0, 720).default(12),
    expects: 'a whole number from 0 to 720',
    default: '12',
    description: 'How old the answer of a source may be before an analysis asks again. 0: it always asks.',
  },
  personalData: {
    name: 'CYBORUX_PERSONAL_DATA',
    schema: z.enum(['collect', 'off']).default('collect'),
    expects: 'collect or off',
    default: 'collect',
    description:
      'Whether data of persons is collected: e-mail addresses, leaked credentials, personal contacts. `off` changes nothing of what was collected before.',
  },
};
