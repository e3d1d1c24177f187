/** How a platform reaches somebody beside the ledger, as by SMS. */
export interface Messaging {
  /**
   * @param to mobile number
   * @throws what hinders it; nothing was sent then
   */
  send(to: string, text: string): Promise<void>;
}
