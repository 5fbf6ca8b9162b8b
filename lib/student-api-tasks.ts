import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { environment } from "../course/environment.ts";
import type { Addresses } from "../course/page-links.ts";
import { addressVariables } from "./address-variables.ts";
import type { CourseStorage } from "./course-storage.ts";
import type { TaskName } from "./task-entries.ts";
import { TaskFunction } from "./task-function.ts";

/**
 * How long one of the API's functions may run, and how long API Gateway waits for it. API Gateway can wait 29 s; students
 * would not. A call that takes longer gets a 504 and no receipt, even if the submission is stored later.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const apiTimeout = Duration.seconds(10);

/** The functions of the students' API, each with its rights; each is made when it is asked for, once. */
export class StudentApiTasks {
  readonly #scope: Construct;
  readonly #storage: CourseStorage;
  /** Those that answer with addresses of the course. */
  readonly #linking: TaskFunction[] = [];

  /** @param scope the API itself, under which functions have their names. */
  constructor(scope: Construct, storage: CourseStorage) {
    this.#scope = scope;
    this.#storage = storage;
  }

  authorize(): TaskFunction {
    const task = this.#task("Authorize", "authorize");
    this.#storage.grantReadIfThere(task, "profiles");
    return task;
  }

  /** @param hasReminders whether students get mails about tests, about which the list tells their choice. */
  listTests(hasReminders: boolean): TaskFunction {
    const task = this.#task("ListTests", "listTests");
    if (hasReminders) {
      task.function.addEnvironment(environment.hasReminders, "yes");
      this.#storage.grantReadIfThere(task, "reminderChoices");
    }
    this.#storage.grantReadIfThere(task, "settings", "tests", "questions", "profiles", "scoreLists");
    this.#storage.grantRead(task, "submissions", "grades");
    this.#storage.grantList(task, "submissions", "grades");
    return task;
  }

  showScore(): TaskFunction {
    const task = this.#task("ShowScore", "showScore");
    this.#grantScore(task);
    return task;
  }

  appealQuestion(): TaskFunction {
    const task = this.#task("AppealQuestion", "appealQuestion");
    this.#grantScore(task);
    this.#storage.grantPut(task, "appeals");
    this.#storage.grantCreate(task, "openAppeals");
    return task;
  }

  /** What is known of one graded test. */
  #grantScore(task: TaskFunction): void {
    this.#storage.grantReadIfThere(task, "tests", "questions", "profiles", "scoreLists", "grades", "appeals");
    this.#storage.grantRead(task, "settings");
  }

  chooseReminders(): TaskFunction {
    const task = this.#task("ChooseReminders", "chooseReminders");
    this.#storage.grantReadIfThere(task, "reminderChoices");
    this.#storage.grantPut(task, "reminderChoices");
    this.#linking.push(task);
    return task;
  }

  changeCalendar(): TaskFunction {
    const task = this.#task("ChangeCalendar", "changeCalendar");
    this.#storage.grantReadIfThere(task, "profiles", "calendars");
    this.#storage.grantPut(task, "calendars");
    this.#linking.push(task);
    return task;
  }

  showCalendar(): TaskFunction {
    const task = this.#task("ShowCalendar", "showCalendar");
    this.#storage.grantReadIfThere(task, "tests", "profiles", "calendars");
    this.#storage.grantRead(task, "settings");
    this.#linking.push(task);
    return task;
  }

  showTest(): TaskFunction {
    const task = this.#task("ShowTest", "showTest");
    this.#storage.grantReadIfThere(task, "settings", "tests", "questions", "profiles");
    this.#storage.grantRead(task, "submissions");
    this.#storage.grantList(task, "submissions");
    return task;
  }

  submitTest(): TaskFunction {
    const task = this.#task("SubmitTest", "submitTest");
    this.#storage.grantReadIfThere(task, "settings", "tests", "questions", "profiles");
    this.#storage.grantRead(task, "submissions");
    this.#storage.grantList(task, "submissions");
    this.#storage.grantCreate(task, "submissions", "handedIn");
    return task;
  }

  #task(id: string, task: TaskName): TaskFunction {
    return new TaskFunction(this.#scope, id, {
      task,
      timeout: apiTimeout,
      environment: this.#storage.environment,
    });
  }

  studentsComeTo(addresses: Addresses): void {
    for (const [name, value] of Object.entries(addressVariables(addresses)))
      for (const task of this.#linking) task.function.addEnvironment(name, value);
  }
}
