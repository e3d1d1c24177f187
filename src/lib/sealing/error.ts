/** A plan cannot be read. `detail`: `item` (from 1), `field`, `reason` (English, for developers). */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  readonly code = 'bad-plan';

  constructor(readonly detail: { item?: number; field?: string; reason: string }) {
    super(
      [detail.item && `placement ${detail.item}`, detail.field, detail.reason].filter(Boolean).join(': '),
    );
  }
}
