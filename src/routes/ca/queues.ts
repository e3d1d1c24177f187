/** Queues of the operators' desk, in the order in which an applicant goes through them. */
export const QUEUES = ['persons', 'enterprises', 'members', 'vouchers', 'issues'] as const;
export type Queue = (typeof QUEUES)[number];

/** @param asked of the address */
export function queueIn(asked: string | null): Queue | undefined {
  return QUEUES.find((queue) => queue === asked);
}
