package io.sallyport.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands, and gives those that start the application the means to. */
final class CommandFactory implements IFactory {

    private final IFactory others = CommandLine.defaultFactory();
    private final ApplicationStarter starter;

    CommandFactory(ApplicationStarter starter) {
        this.starter = starter;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == RunCommand.class) {
            return type.cast(new RunCommand(starter));
        }
        if (type == DemoCommand.class) {
            return type.cast(new DemoCommand(starter));
        }
        return others.create(type);
    }
}
