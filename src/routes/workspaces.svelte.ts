import type { WorkspaceEntry } from '$lib/store';
import { session } from './session.svelte';
import { workspaceOfTab } from './tab-workspace';

/** The people of this browser: each workspace is one person on one device, with keys and records of their own. */
class Workspaces {
  list = $state.raw<readonly WorkspaceEntry[]>([]);

  /** of this tab */
  get current(): string {
    return workspaceOfTab();
  }

  /** Reads the list anew. Where that fails it stays as it was: pages live without it. */
  async read(): Promise<void> {
    const { directory } = await session.workspace();
    this.list = await directory.workspaces().catch(() => this.list);
  }

  /** @param label 1 to 60 characters */
  async rename(name: string, label: string): Promise<void> {
    const { directory } = await session.workspace();
    await directory.rename(name, label);
    await this.read();
  }

  /** Where a workspace is opened. A page of one person is nothing for another: it begins at the start. */
  addressOf(name: string): string {
    return `/?workspace=${encodeURIComponent(name)}`;
  }

  /** Goes to another workspace in this tab; nothing of this one's stays in memory. */
  open(name: string): void {
    location.assign(this.addressOf(name));
  }

  /** Goes to a new workspace. */
  async add(label: string): Promise<void> {
    const { directory } = await session.workspace();
    const name = `w-${crypto.randomUUID().slice(0, 8)}`;
    await directory.opened(name, Date.now(), label);
    this.open(name);
  }
}

export const workspaces = new Workspaces();
