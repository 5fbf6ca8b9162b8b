import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import * as z from "zod";

/** The connection between a browser and the region, which can be cut like a cable, whatever the engine. */
export class Line {
  /** Where the browser finds what the other end has: `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(server: Server, port: number, to: URL) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${port}`;
    server.on("connection", (near) => {
      if (this.#isCut) near.resetAndDestroy();
      else this.#join(near, connect(Number(to.port), to.hostname));
    });
  }

  /** @param to a URL of the other end. */
  static async lay(to: string): Promise<Line> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    return new Line(server, z.object({ port: z.number() }).parse(server.address()).port, new URL(to));
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  end(): void {
    this.cut();
    this.#server.close();
  }

  #join(near: Socket, far: Socket): void {
    const ends = [near, far];
    for (const socket of ends) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        this.#sockets.delete(socket);
        for (const end of ends) end.destroy();
      });
    }
    near.pipe(far).pipe(near);
  }
}
