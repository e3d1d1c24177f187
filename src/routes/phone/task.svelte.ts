import { describeError, type ErrorText } from '../error-text';

/** What a button does: whether it is under way, and why it failed. */
export class Task {
  busy = $state(false);
  failure = $state.raw<ErrorText | undefined>(undefined);

  /** @returns undefined where it failed, was called off by the person, or is under way already */
  async run<T>(act: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.failure = undefined;
    try {
      return await act();
    } catch (error) {
      const isCalledOff = (error as Partial<{ code: unknown }>).code === 'cancelled';
      if (!isCalledOff) this.failure = describeError(error);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
