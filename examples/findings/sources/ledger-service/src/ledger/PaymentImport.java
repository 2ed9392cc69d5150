package ledger;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads a file of payments that a customer uploads. */
public final class PaymentImport {
    private static final int MAX_PAYMENTS = 10_000;

    public List<Payment> read(InputStream upload) throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        Document document = builder.parse(upload);
        NodeList nodes = document.getElementsByTagName("payment");
        if (nodes.getLength() > MAX_PAYMENTS) {
            throw new IOException("too many payments");
        }
        List<Payment> payments = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            payments.add(payment((Element) nodes.item(i)));
        }
        return payments;
    }

    private static Payment payment(Element element) throws IOException {
        String receiver = text(element, "receiver");
        BigDecimal amount = new BigDecimal(text(element, "amount"));
        if (amount.signum() <= 0) {
            throw new IOException("the amount for " + receiver + " isn't positive");
        }
        return new Payment(receiver, amount, text(element, "reference"));
    }

    private static String text(Element element, String name) throws IOException {
        NodeList found = element.getElementsByTagName(name);
        if (found.getLength() != 1) {
            throw new IOException("a payment needs one " + name);
        }
        return found.item(0).getTextContent().strip();
    }

    /** One payment of the file. */
    public record Payment(String receiver, BigDecimal amount, String reference) { }
}
