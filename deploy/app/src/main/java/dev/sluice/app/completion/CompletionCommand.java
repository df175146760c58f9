package dev.sluice.app.completion;

import dev.sluice.app.shell.Surroundings;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice completion`.
@Command(
        name = "completion",
        description = "Prints what lets a shell complete commands and options.",
        footer = {
            "",
            "Examples:",
            "  source <(sluice completion bash)   in ~/.bashrc",
            "  source <(sluice completion zsh)    in ~/.zshrc"
        })
public final class CompletionCommand implements Callable<Integer> {

    /// The shells that can be taught.
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Surroundings surroundings;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    /// The command in its surroundings.
    public CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String script =
                AutoComplete.bash("sluice", Objects.requireNonNull(spec).root().commandLine());
        String begin =
                switch (shell) {
                    case BASH -> "";
                    case ZSH -> "autoload -Uz compinit && compinit\n";
                };
        surroundings.out().print(begin + script);
        surroundings.out().flush();
        return 0;
    }
}
