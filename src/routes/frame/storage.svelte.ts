/** Whether the browser may delete what is kept here, and how much room there is. */
class DeviceStorage {
  persisted = $state<boolean | undefined>(undefined);
  usedBytes = $state<number | undefined>(undefined);
  quotaBytes = $state<number | undefined>(undefined);

  async refresh(): Promise<void> {
    if (!navigator.storage) return;
    this.persisted = await navigator.storage.persisted?.();
    const estimate = await navigator.storage.estimate?.();
    this.usedBytes = estimate?.usage;
    this.quotaBytes = estimate?.quota;
  }

  /** Asks the browser to keep the data; asked when there is something to keep, so that the answer is yes. */
  async persist(): Promise<boolean> {
    const granted = (await navigator.storage?.persist?.()) ?? false;
    await this.refresh();
    return granted;
  }
}

export const deviceStorage = new DeviceStorage();
