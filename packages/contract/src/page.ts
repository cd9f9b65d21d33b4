import { z } from 'zod';

export const MAX_PER_PAGE = 100;
export const DEFAULT_PER_PAGE = 50;

/** The fixed envelope of every list. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    total: z.int(),
    page: z.int(),
    per_page: z.int(),
    total_pages: z.int(),
  });
}

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  per_page: number;
  total_pages: number;
}

export function page<T>(items: T[], total: number, query: { page: number; per_page: number }): Page<T> {
  return { items, total, ...query, total_pages: Math.ceil(total / query.per_page) };
}
