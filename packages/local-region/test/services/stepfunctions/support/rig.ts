import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type HistoryEvent,
  ListMapRunsCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { Clock } from "../../../../src/clock.ts";
import type { AwsService, Json } from "../../../../src/ports.ts";
import {
  type Engine,
  type EngineOptions,
  type ExecutionEvent,
  openEngine,
} from "../../../../src/services/stepfunctions/engine.ts";
import { FakeFunctions, FakeObjects, FakeQueues } from "./fakes.ts";

export const roleArn = "arn:aws:iam::000000000000:role/Runner";
export const queueUrl = "http://queue/000000000000/grading";

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

const serve = (service: () => AwsService): Promise<Server> => {
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await service()({
      method: request.method ?? "",
      path: request.url ?? "/",
      query: new URLSearchParams(),
      headers: Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)])),
      body: await readBody(request),
      principal: { kind: "owner" },
    });
    response.writeHead(status, headers).end(body);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
};

export interface RigOptions {
  readonly functions?: FakeFunctions;
  readonly queues?: FakeQueues;
  readonly objects?: FakeObjects;
  readonly authorize?: EngineOptions["authorize"];
}

/** A machine's `States`, with what every machine here has around it. */
export const machineOf = (startAt: string, states: Json, more: Json = {}): Json => ({
  QueryLanguage: "JSONata",
  StartAt: startAt,
  States: states,
  ...(typeof more === "object" ? more : {}),
});

/** An engine behind a port, the real SDK in front of it, and fakes around it. */
export class Rig {
  readonly clock = new Clock(new Date("2026-11-23T22:00:00Z"));
  readonly functions: FakeFunctions;
  readonly queues: FakeQueues;
  readonly objects: FakeObjects;
  readonly logged: string[] = [];
  readonly events: ExecutionEvent[] = [];
  readonly client: SFNClient;
  readonly url: string;
  readonly #authorize: EngineOptions["authorize"];
  readonly #folder = mkdtempSync(join(tmpdir(), "engine-"));
  readonly #server: Server;
  #engine: Engine | undefined;
  readonly #looking = new Set<(event: ExecutionEvent) => void>();
  #machines = 0;

  private constructor(server: Server, { functions, queues, objects, authorize }: RigOptions) {
    this.#server = server;
    this.#authorize = authorize;
    this.functions = functions ?? new FakeFunctions();
    this.queues = queues ?? new FakeQueues(queueUrl);
    this.objects = objects ?? new FakeObjects();
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    this.client = this.newClient(3);
  }

  newClient(maxAttempts: number): SFNClient {
    return new SFNClient({
      region: "us-east-1",
      endpoint: this.url,
      credentials: { accessKeyId: "key", secretAccessKey: "secret" },
      disableHostPrefix: true,
      maxAttempts,
    });
  }

  static async start(options: RigOptions = {}): Promise<Rig> {
    const holder: { rig?: Rig } = {};
    const server = await serve(() => {
      if (!holder.rig) throw new Error("A request came before the rig was ready.");
      return holder.rig.engine.service;
    });
    const rig = new Rig(server, options);
    holder.rig = rig;
    await rig.open();
    return rig;
  }

  get engine(): Engine {
    if (!this.#engine) throw new Error("The engine is not open.");
    return this.#engine;
  }

  async open(): Promise<void> {
    this.#engine = await openEngine({
      dataFile: join(this.#folder, "executions.db"),
      clock: this.clock,
      functions: this.functions,
      queues: this.queues,
      objects: this.objects,
      mayAssume: (arn) => arn.startsWith(roleArn),
      ...(this.#authorize ? { authorize: this.#authorize } : {}),
      log: (message) => this.logged.push(message),
    });
    this.#engine.onEvent((event) => {
      this.events.push(event);
      for (const look of [...this.#looking]) look(event);
    });
  }

  /** Kills the engine as a power cut would and opens its journal again. */
  async killAndReopen(): Promise<void> {
    this.engine.abandon();
    this.#server.closeAllConnections();
    await this.open();
  }

  async stop(): Promise<void> {
    this.#engine?.close();
    this.clock.stop();
    this.client.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async createMachine(definition: Json): Promise<string> {
    this.#machines += 1;
    const { stateMachineArn } = await this.client.send(
      new CreateStateMachineCommand({
        name: `machine-${this.#machines}`,
        definition: JSON.stringify(definition),
        roleArn,
      }),
    );
    return String(stateMachineArn);
  }

  async start(definition: Json, input: Json = {}): Promise<string> {
    const stateMachineArn = await this.createMachine(definition);
    const { executionArn } = await this.client.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return String(executionArn);
  }

  /** The first event, had or to come, that `isIt` says yes to. */
  event(isIt: (event: ExecutionEvent) => boolean): Promise<ExecutionEvent> {
    const had = this.events.find(isIt);
    if (had) return Promise.resolve(had);
    return new Promise((resolve) => {
      const look = (event: ExecutionEvent): void => {
        if (!isIt(event)) return;
        this.#looking.delete(look);
        resolve(event);
      };
      this.#looking.add(look);
    });
  }

  async ended(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    await this.event(
      (e) =>
        e.executionArn === executionArn &&
        ["ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"].includes(e.type),
    );
    return await this.client.send(new DescribeExecutionCommand({ executionArn }));
  }

  async run(definition: Json, input: Json = {}): Promise<DescribeExecutionCommandOutput & { arn: string }> {
    const arn = await this.start(definition, input);
    return { ...(await this.ended(arn)), arn };
  }

  /** Redrives an execution that ended, and waits for its next end. */
  async redriven(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    const had = this.events.length;
    await this.client.send(new RedriveExecutionCommand({ executionArn }));
    const ends = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;
    await this.event(
      (e) => e.executionArn === executionArn && ends.test(e.type) && this.events.indexOf(e) >= had,
    );
    return await this.client.send(new DescribeExecutionCommand({ executionArn }));
  }

  /** ARN of the execution's last Map run. */
  async mapRunArn(executionArn: string): Promise<string> {
    const { mapRuns } = await this.client.send(new ListMapRunsCommand({ executionArn }));
    return mapRuns?.[0]?.mapRunArn ?? "";
  }

  /** Runs to success and gives the output. */
  async output(definition: Json, input: Json = {}): Promise<Json> {
    const { status, output, error, cause } = await this.run(definition, input);
    if (status !== "SUCCEEDED") throw new Error(`The execution ended ${status}: ${error}: ${cause}`);
    return JSON.parse(output ?? "null");
  }

  async history(executionArn: string): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    for await (const page of paginateGetExecutionHistory({ client: this.client }, { executionArn })) {
      events.push(...(page.events ?? []));
    }
    return events;
  }

  async types(executionArn: string): Promise<(string | undefined)[]> {
    return (await this.history(executionArn)).map(({ type }) => type);
  }
}
