import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ListTestsAnswer } from "../../course/api/answers.ts";
import type { Api, Key } from "./api.ts";
import type { Device } from "./device/device.ts";
import type { ServerClock } from "./server-clock.ts";

/** What every view of a signed-in student works with. */
export interface Services {
  readonly api: Api;
  readonly device: Device;
  readonly clock: ServerClock;
  readonly student: Key;
  /** Has screen readers say the text. */
  readonly announce: (text: string) => void;
  /** Takes from a list whose course it is, and who the student is. */
  readonly onList: (list: ListTestsAnswer) => void;
  /** Ends the sign-in; `why` is for the student who did not ask for it. */
  readonly signOut: (why?: string) => void;
}

export const ServicesContext = createContext<Services | null>(null);

/** @throws Error outside of a signed-in page. */
export const useServices = (): Services => {
  const services = useContext(ServicesContext);
  if (services) return services;
  throw new Error("A view for signed-in students was shown to nobody.");
};
