// What the door answers with, by the names the published document gives it. Each type is one of the
// declarations OpenAI generates from that document.
import type {
  ChatCompletion,
  ChatCompletionChunk,
} from 'openai-types/resources/chat/completions/completions';
import type { Completion } from 'openai-types/resources/completions';
import type { CreateEmbeddingResponse } from 'openai-types/resources/embeddings';
import type { Model } from 'openai-types/resources/models';
import type { Response, ResponseStreamEvent } from 'openai-types/resources/responses/responses';
import type { ErrorObject } from 'openai-types/resources/shared';

export interface Kinds {
  CreateChatCompletionResponse: ChatCompletion;
  CreateChatCompletionStreamResponse: ChatCompletionChunk;
  CreateCompletionResponse: Completion;
  CreateEmbeddingResponse: CreateEmbeddingResponse;
  Model: Model;
  // The declarations have a page class in place of the list, and no envelope of the error.
  ListModelsResponse: { object: 'list'; data: Array<Model> };
  ErrorResponse: { error: ErrorObject };
  Response: Response;
  ResponseStreamEvent: ResponseStreamEvent;
}
